function e(i){}async function r(i,t,o,n){}export{e as showPanel,r as showWhy};
