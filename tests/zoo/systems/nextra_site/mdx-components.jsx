import { useMDXComponents as themeComponents } from 'nextra-theme-blog'

export const useMDXComponents = (components) => ({ ...themeComponents(), ...components })
